import { chromium } from 'playwright-core';
import { serve } from './serve/index.mjs';
const server = await serve(['ours-one-request','fetch-ajv']);
const browser = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu']});
for (const slow of [0,1,1,1]) for (const who of ['ours-one-request','fetch-ajv']) {
const context = await browser.newContext({ ignoreHTTPSErrors: true });
const page = await context.newPage();
const cdp = await context.newCDPSession(page);
await cdp.send('Network.enable'); await cdp.send('Network.setCacheDisabled',{cacheDisabled:true});
if (slow) await cdp.send('Network.emulateNetworkConditions',{ offline: false, latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 });
await server.reset();
const ev=[]; cdp.on('Network.requestWillBeSent',e=>ev.push([e.timestamp,'send',e.request.method,e.request.url.slice(-40)]));
cdp.on('Network.responseReceived',e=>ev.push([e.timestamp,'head',e.response.status,e.response.url.slice(-40), JSON.stringify(e.response.timing&&{rs:e.response.timing.requestTime, s:e.response.timing.sendStart,h:e.response.timing.receiveHeadersEnd})]));
cdp.on('Network.loadingFinished',e=>ev.push([e.timestamp,'done',e.encodedDataLength]));
await Promise.all([server.arrival(), page.goto(server.pageOf(who,'at-once'))]);
await page.evaluate(()=>globalThis.created);
await new Promise(r=>setTimeout(r,200));
const t0=ev[0][0]; console.log('\n',who,slow?'slow':'fast'); for(const [t,...r] of ev) console.log(((t-t0)*1000).toFixed(1).padStart(7),...r);
await context.close();
}
await browser.close(); await server.close();
