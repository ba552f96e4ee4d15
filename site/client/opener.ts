/** Shows a dialog. @param query what to begin with */
export type Opener = (button: HTMLButtonElement, query?: string) => void;

declare global {
  /** Dialogs whose scripts have been fetched, by what a button's `data-opens` calls them. */
  var dialogs: Record<string, Opener> | undefined;
}

/** A script that was fetched for a dialog hands it over. */
export function handOver(kind: string, open: Opener): void {
  globalThis.dialogs = { ...globalThis.dialogs, [kind]: open };
}

/**
 * Fetches a dialog's script if it is not there yet. A script element also works on pages that are
 * opened from a disk, where a module may not be imported.
 */
export async function fetched(button: HTMLButtonElement): Promise<Opener> {
  const kind = button.dataset.opens ?? '';
  if (!globalThis.dialogs?.[kind]) await load(button.dataset.script ?? '');
  return globalThis.dialogs?.[kind] as Opener;
}

function load(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => resolve();
    script.onerror = reject;
    document.head.append(script);
  });
}
