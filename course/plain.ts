/** What may cross the boundary between a student's code and the grader: data, and nothing else. */
export type Plain =
  | number
  | string
  | boolean
  | null
  | undefined
  | readonly Plain[]
  | { readonly [key: string]: Plain };
