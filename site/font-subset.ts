/** A font in WOFF2 with only these characters, in base64. */
export async function fontSubset(font: Uint8Array, characters: string): Promise<string> {
  // Loaded when there is something to do: it brings two programs in WebAssembly.
  const { default: subsetFont } = await import('subset-font');
  const small = await subsetFont(Buffer.from(font), characters, { targetFormat: 'woff2' });
  return small.toString('base64');
}
