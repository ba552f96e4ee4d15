import { findBrowser, launch } from './browser.ts';
import { base, serveBuilt } from './built-site.ts';
const server = await serveBuilt('/tmp/fig-dist');
const browser = await launch((await findBrowser())!);
const phone = await browser.newContext({ viewport: {width:390,height:844}, reducedMotion: 'reduce', deviceScaleFactor: 1.5 });
const page = await phone.newPage();
page.setDefaultTimeout(60000);
await page.goto(`${server.origin}${base}capstone/?hands-on.beta=0.3#fig-hands-on`);
await page.locator('#fig-hands-on.ready').waitFor();
await page.locator('#fig-hands-on').screenshot({ path: '/tmp/shot-p-hands.png' });
for (const l of ['dpo','rlhf','q-function']) {
  await page.goto(`${server.origin}${base}${l}/`);
  const q = page.locator('.question:has(summary .katex)').first();
  if (await q.count()) { await q.scrollIntoViewIfNeeded(); await q.screenshot({ path: '/tmp/shot-question.png' }); break; }
}
await page.goto(`${server.origin}${base}rlhf/#fig-ppo-clip`);
await page.locator('#fig-ppo-clip.ready').waitFor();
await page.screenshot({ path: '/tmp/shot-p-view.png' });
await page.emulateMedia({ media: 'print' });
console.log('printed controls:', await page.locator('#fig-ppo-clip .controls').isVisible());
await browser.close(); server.close();
