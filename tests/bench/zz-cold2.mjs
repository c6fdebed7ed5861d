import { chromium } from 'playwright-core';
import { serve } from './serve/index.mjs';
const names=(process.env.WHO??'ours-one-request,graph-client-zod-mini,fetch').split(',');
const server = await serve(names);
const browser = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu']});
const slow=process.env.SLOW; const N=+(process.env.N??20);
const all={};
for (let i=0;i<N;i++) for (const who of names) {
const context = await browser.newContext({ ignoreHTTPSErrors: true });
await context.addInitScript(() => {
  const T = globalThis.T = []; const mark = (n)=>T.push([n,performance.now()]);
  const wrap=(o,k,n)=>{ if(!o) return; const f=o[k]; o[k]=function(...a){ mark(n+' >'); const r=f.apply(this,a); mark(n+' ret'); r?.then?.(()=>mark(n+' <'),()=>{}); return r; }; };
  wrap(WebAssembly,'compile','compile'); wrap(WebAssembly,'instantiate','instantiate'); wrap(navigator.locks,'query','query'); wrap(globalThis,'fetch','fetch');
  Object.defineProperty(navigator,'locks',{value:undefined}); const rq=LockManager.prototype.request; LockManager.prototype.request=function(n,o,f){ mark('lock >'+(n.length<25?'wake':'room')); return rq.call(this,n,o,(l)=>{mark('lock <'+(n.length<25?'wake':'room')); return f(l);}); };
  const g=URLSearchParams.prototype.get; let first=true; URLSearchParams.prototype.get=function(k){ if(first){mark('script');first=false;} return g.call(this,k); };
});
const page = await context.newPage();
const cdp = await context.newCDPSession(page);
await cdp.send('Network.enable'); await cdp.send('Network.setCacheDisabled',{cacheDisabled:true});
if (slow) await cdp.send('Network.emulateNetworkConditions',{ offline: false, latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 });
await server.reset();
const a=Number(process.hrtime.bigint())/1e6;
const [arr]=await Promise.all([server.arrival(), page.goto(server.pageOf(who,'at-once'))]);
await page.evaluate(()=>globalThis.created);
const d=await page.evaluate(()=>({T:globalThis.T, res: performance.getEntriesByType('resource').filter(e=>e.name.endsWith('.js')).map(e=>[e.name.slice(-12),e.startTime,e.responseEnd]), nav: performance.getEntriesByType('navigation').map(e=>[e.requestStart,e.responseEnd])}));
all[who]??=[]; all[who].push({arr:arr.first-a, ...d});
await context.close();
}
const med=a=>a.sort((x,y)=>x-y)[a.length>>1];
for (const who of names){ console.log(who, 'arrival', med(all[who].map(x=>x.arr)).toFixed(1)); const keys=new Set(all[who].flatMap(x=>x.T.map(t=>t[0])));
 console.log('   js', all[who][0].res.map((r,i)=>[r[0],...[1,2].map(k=>med(all[who].map(x=>x.res[i]?.[k]??NaN)).toFixed(1))].join(' ')).join(' | '), 'nav', [0,1].map(k=>med(all[who].map(x=>x.nav[0][k])).toFixed(1)).join(' '));
 for(const k of keys) console.log('   ',k.padEnd(20), med(all[who].map(x=>x.T.find(t=>t[0]===k)?.[1]??NaN)).toFixed(1)); }
await browser.close(); await server.close();
