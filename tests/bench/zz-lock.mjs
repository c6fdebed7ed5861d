import { chromium } from 'playwright-core';
import http from 'node:http';
const s = http.createServer((q,r)=>{ if(q.url.endsWith('.js')){r.setHeader('content-type','text/javascript');r.end(process.env.BODY??`
globalThis.R=[];const m=n=>R.push([n,performance.now()]);m('start');
navigator.locks.request('a',{ifAvailable:true},()=>{m('lock1');}).then(()=>{m('released');return navigator.locks.request('b',{ifAvailable:true},()=>{m('lock2');})}).then(()=>{m('released2');globalThis.done=1});`);return;} r.setHeader('content-type','text/html');r.end('<p>x<link rel="icon" href="data:,"><script type="module" src="/a.js"></script>')}).listen(0);
const browser = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu']});
const all=[];
for(let i=0;i<20;i++){ const c=await browser.newContext(); const page = await c.newPage();
await page.goto(`http://localhost:${s.address().port}/`); await page.waitForFunction(()=>globalThis.done); all.push(await page.evaluate(()=>R)); await c.close(); }
const med=a=>a.sort((x,y)=>x-y)[a.length>>1];
for(const [i,[n]] of all[0].entries()) console.log(n, med(all.map(a=>a[i][1]-a[0][1])).toFixed(1));
await browser.close(); s.close();
