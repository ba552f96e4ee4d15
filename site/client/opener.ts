import { loadScript } from './script.ts';

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

/** Fetches a dialog's script if it is not there yet. */
export async function fetched(button: HTMLButtonElement): Promise<Opener> {
  const kind = button.dataset.opens ?? '';
  if (!globalThis.dialogs?.[kind]) await loadScript(button.dataset.script ?? '');
  return globalThis.dialogs?.[kind] as Opener;
}
