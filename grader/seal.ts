import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { CourseError } from '../course/lesson.ts';

/** What the file begins with; the version after it says how to read the rest. */
const magic = Buffer.from('objective-lessons sealed suites\n');
const version = 1;
const lengths = { key: 32, nonce: 12, tag: 16 } as const;

const howToMakeKey = `node -e "console.log(require('node:crypto').randomBytes(32).toString('hex'))"`;

/**
 * The key in `GRADER_KEY`: 32 bytes in hexadecimal or base64.
 * @throws {CourseError} that says how to make one.
 */
export function readKey(text = process.env.GRADER_KEY): Buffer {
  const trimmed = (text ?? '').trim();
  const key = /^[0-9a-f]{64}$/i.test(trimmed)
    ? Buffer.from(trimmed, 'hex')
    : Buffer.from(trimmed, 'base64');
  // Buffer.from skips what is no base64, so a sentence would make a key as well.
  if (key.length === lengths.key && /^([0-9a-f]{64}|[\w+/-]{43}=?)$/i.test(trimmed)) return key;
  const what = trimmed ? 'is not 32 bytes in hexadecimal or base64' : 'is not set';
  throw new CourseError([
    `GRADER_KEY ${what}. Make a key, and keep it as a secret of your CI: ${howToMakeKey}`,
  ]);
}

/** AES-256-GCM: header, nonce, tag, ciphertext. The header and nonce are authenticated too. */
export function seal(content: Uint8Array, key: Buffer): Buffer {
  const nonce = randomBytes(lengths.nonce);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const header = Buffer.concat([magic, Buffer.from([version]), nonce]);
  cipher.setAAD(header);
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([header, cipher.getAuthTag(), sealed]);
}

/**
 * @param file the name for messages
 * @throws {CourseError} when the key is another one, or the file was changed or is of another version.
 */
export function unseal(bytes: Buffer, key: Buffer, file: string): Buffer {
  const afterMagic = magic.length + 1;
  const header = bytes.subarray(0, afterMagic + lengths.nonce);
  if (
    header.length < afterMagic + lengths.nonce ||
    !header.subarray(0, magic.length).equals(magic)
  ) {
    throw new CourseError([`${file} holds no sealed suites. Restore it from the handout.`]);
  }
  if (header[magic.length] !== version) {
    const found = header[magic.length];
    throw new CourseError([
      `${file} has format ${found}, and this grader reads format ${version}. Write the handout anew.`,
    ]);
  }
  const tag = bytes.subarray(header.length, header.length + lengths.tag);
  try {
    const nonce = header.subarray(afterMagic);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: lengths.tag });
    decipher.setAAD(header);
    decipher.setAuthTag(tag);
    const sealed = bytes.subarray(header.length + lengths.tag);
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  } catch {
    throw new CourseError([
      `GRADER_KEY does not open ${file}: it is not the key that sealed it, or the file was changed.`,
    ]);
  }
}
