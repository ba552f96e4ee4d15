/** What the compilers of the sandbox and of the page say of what no exercise may do. */
export const refusals = {
  import: (path: string) =>
    `exercises may import nothing but '#tensor', and this imports '${path}'; remove it`,
  await: 'exercises may not use await at the top level; call the function without it',
} as const;
