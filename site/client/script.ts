/**
 * Loads a classic script. A script element also works on pages that are opened from a disk, where no module
 * may be imported; and one that did not come is asked for anew.
 */
export function loadScript(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    // Somebody waits for it, where a script that is added counts as one that nobody does.
    script.fetchPriority = 'high';
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`There is no script ${address}`));
    document.head.append(script);
  });
}
