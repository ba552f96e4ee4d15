// A thread does not inherit the loader that reads TypeScript, so it begins in JavaScript.
import { register } from 'tsx/esm/api';

register();
const { assist } = await import('./assistant.ts');
assist();
