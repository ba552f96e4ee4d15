/**
 * A guest that has been taken over, for sandbox.test.ts: it answers the load honestly and each call with
 * the raw bytes that the call's argument lists, as if a student's code had reached the channel itself.
 */
interface Pipe {
  readSync(into: Uint8Array): number | null;
  writeSync(from: Uint8Array): number;
}
// biome-ignore lint/suspicious/noExplicitAny: every part of it is tried
declare const Deno: { stdin: Pipe; stdout: Pipe; exit(code: number): never; [name: string]: any };

for (;;) {
  const header = read(5);
  const [id, , name, list] = new TextDecoder()
    .decode(read(new DataView(header.buffer).getUint32(0)))
    .split('\x1e');
  if (header[4] === 1) reply(65, '{"f":"function"}');
  else if (name === 'frames') {
    for (const [kind, answer] of JSON.parse(list)) reply(kind, answer.replace('ID', id));
  } else if (name === 'reach') {
    reply(66, `${id}\x1e${JSON.stringify(await reached(JSON.parse(list)[0]))}`);
  } else if (name === 'header') Deno.stdout.writeSync(new Uint8Array([255, 255, 255, 255, 66]));
  else for (;;) Deno.stdout.writeSync(new Uint8Array(1 << 16));
}

/** The names of the attempts to reach out of the process that were not refused. */
async function reached(cache: string): Promise<string[]> {
  const [fs, child, net, { default: process }] = await Promise.all([
    import('node:fs'),
    import('node:child_process'),
    import('node:net'),
    import('node:process'),
  ]);
  const attempts: Record<string, () => unknown> = {
    'read a file': () => Deno.readTextFileSync('/etc/passwd'),
    'read the host': () => fs.readFileSync(new URL(import.meta.url)),
    'write to the cache': () => Deno.writeTextFileSync(`${cache}/x`, 'x'),
    'write to /tmp': () => fs.writeFileSync('/tmp/x', 'x'),
    'read /proc': () => Deno.readTextFileSync('/proc/self/environ'),
    'read the environment': () => Deno.env.toObject(),
    'read one variable': () => process.env.HOME ?? fail(),
    'start a program': () => new Deno.Command('/bin/true').outputSync(),
    'start one as Node': () => child.execFileSync('/bin/true'),
    'signal the parent': () => Deno.kill(Deno.ppid, 'SIGTERM'),
    'signal as Node': () => process.kill(process.ppid, 0),
    connect: () => Deno.connect({ port: 1 }),
    listen: () => Deno.listen({ port: 0 }),
    fetch: () => fetch('http://127.0.0.1:8080'),
    resolve: () => Deno.resolveDns('localhost', 'A'),
    'unix socket': () => Deno.connect({ transport: 'unix', path: '/tmp/socket' }),
    'connect as Node': () =>
      new Promise((resolve, reject) => net.connect(1).on('connect', resolve).on('error', reject)),
    'foreign functions': () => Deno.dlopen('libc.so.6', {}),
    'host name': () => Deno.hostname(),
    'more permission': async () =>
      (await Deno.permissions.request({ name: 'read' })).state === 'granted' || fail(),
    'import a file': () => import(`${cache}/dep_analysis_cache_v2`),
    'import from afar': () => import(String('https://127.0.0.1:8080/x.js')),
  };
  const open: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await attempt();
      open.push(name);
    } catch (error) {
      const { name: kind, message, code } = error as Error & { code?: string };
      const refused =
        /NotCapable|PermissionDenied/.test(kind) ||
        /NotCapable|permission|Requires|--no-remote|refused here|specified/i.test(message) ||
        /EPERM|EACCES|ERR_ACCESS_DENIED/.test(code ?? '');
      if (!refused) open.push(`${name}: ${kind}: ${message}`);
    }
  }
  return open;
}

function fail(): never {
  throw new Error('refused here');
}

function read(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const count = Deno.stdin.readSync(bytes.subarray(done));
    if (count === null) Deno.exit(0);
    done += count;
  }
  return bytes;
}

function reply(kind: number, answer: string): void {
  const body = new TextEncoder().encode(answer);
  const frame = new Uint8Array(5 + body.length);
  new DataView(frame.buffer).setUint32(0, body.length);
  frame[4] = kind;
  frame.set(body, 5);
  for (let done = 0; done < frame.length; ) done += Deno.stdout.writeSync(frame.subarray(done));
}
