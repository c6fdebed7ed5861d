import { chromium } from 'playwright-core';
import { serve } from './serve/index.mjs';
const who=process.env.WHO??'ours';
const server = await serve([who]);
const browser = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu',...(process.env.FLAGS?[process.env.FLAGS]:[])]});
const N=12; const agg=new Map(); const arrs=[];
for(let i=0;i<N;i++){
const context = await browser.newContext({ ignoreHTTPSErrors: true });
const page = await context.newPage();
const cdp = await context.newCDPSession(page);
await cdp.send('Network.enable'); await cdp.send('Network.setCacheDisabled',{cacheDisabled:true});
if(!process.env.NOPROF){await cdp.send('Profiler.enable'); await cdp.send('Profiler.setSamplingInterval',{interval:50});}
await server.reset();
if(!process.env.NOPROF)await cdp.send('Profiler.start');
const a=Number(process.hrtime.bigint())/1e6;
const [arr]=await Promise.all([server.arrival(), page.goto(server.pageOf(who,'at-once'))]);
arrs.push(arr.first-a);
if(!process.env.NOPROF){
await page.evaluate(()=>globalThis.created);
const {profile}=await cdp.send('Profiler.stop');
const byId=new Map(profile.nodes.map(n=>[n.id,n])); const dt=profile.timeDeltas;
profile.samples.forEach((s,i)=>{const n=byId.get(s).callFrame; const k=`${n.functionName}@${n.url.slice(-12)}:${n.lineNumber}:${n.columnNumber}`; agg.set(k,(agg.get(k)??0)+(dt[i+1]??0));});
}
await context.close(); }
const rows=[...agg].sort((a,b)=>b[1]-a[1]).slice(0,45);
console.log('arrival', arrs.sort((x,y)=>x-y)[N>>1].toFixed(1));
for(const [k,v] of rows) console.log((v/N/1000).toFixed(2).padStart(8),'ms', k);
await browser.close(); await server.close();
