/** The parts of sucrase that strip types; its front door would bring JSX, Flow and CommonJS along. */
declare module 'sucrase/dist/esm/parser/index.js' {
  export interface Token {
    type: number;
    contextualKeyword: number;
    start: number;
    end: number;
    isType: boolean;
  }
  export interface Scope {
    startTokenIndex: number;
    endTokenIndex: number;
    isFunctionScope: boolean;
  }
  /** @throws SyntaxError with `pos` and `loc`, both of whose parts count from 1 */
  export function parse(
    code: string,
    jsx: boolean,
    typescript: boolean,
    flow: boolean,
  ): { tokens: Token[]; scopes: Scope[] };
}
declare module 'sucrase/dist/esm/parser/traverser/util.js' {
  export const unexpected: {
    (message?: string, pos?: number): void;
    /** The error at the latest place since this was cleared; noted by the bundler's addition. */
    furthest?: SyntaxError & { pos: number };
  };
}
declare module 'sucrase/dist/esm/parser/tokenizer/types.js' {
  export const TokenType: Record<string, number>;
}
declare module 'sucrase/dist/esm/parser/tokenizer/keywords.js' {
  export const ContextualKeyword: Record<string, number>;
}
declare module 'sucrase/dist/esm/TokenProcessor.js' {
  export default class TokenProcessor {
    constructor(code: string, tokens: object[], flow: boolean, modern: boolean, helpers: object);
  }
}
declare module 'sucrase/dist/esm/HelperManager.js' {
  export class HelperManager {
    constructor(names: object);
  }
}
declare module 'sucrase/dist/esm/NameManager.js' {
  export default class NameManager {
    constructor(code: string, tokens: object[]);
  }
}
declare module 'sucrase/dist/esm/identifyShadowedGlobals.js' {
  export default function identifyShadowedGlobals(
    processor: object,
    scopes: object[],
    names: Set<string>,
  ): void;
}
declare module 'sucrase/dist/esm/util/getTSImportedNames.js' {
  export default function getTSImportedNames(processor: object): Set<string>;
}
declare module 'sucrase/dist/esm/transformers/RootTransformer.js' {
  export default class RootTransformer {
    constructor(context: object, transforms: string[], interop: boolean, options: object);
    /** `mappings`: token → where it stands in the code, if it does. */
    transform(): { code: string; mappings: (number | undefined)[] };
  }
}
