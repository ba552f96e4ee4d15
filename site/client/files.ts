import { element } from './element.ts';

/** Gives the reader a file. */
export function download(name: string, text: string, type: string): void {
  const href = URL.createObjectURL(new Blob([text], { type }));
  const link = element('a', { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** Asks the reader for a file. @returns its text; never settles when they think better of it */
export function choose(accept: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const input = element('input', { type: 'file', accept });
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      if (file) file.text().then(resolve, reject);
    });
    input.click();
  });
}
