/** How compiled code names TensorFlow.js until it is known where that lies. */
const links = /(\bfrom\s*|\bimport\s*)(['"])#tensor\2/g;

export function linksTensor(code: string): boolean {
  return code.search(links) >= 0;
}

/** @param address of TensorFlow.js as a module */
export function linkTensor(code: string, address: string): string {
  return code.replace(links, (_, before) => `${before}${JSON.stringify(address)}`);
}
