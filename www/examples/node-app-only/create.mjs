/** Creates one access package as an app alone: node create.mjs [NAME] · after an unknown outcome: node create.mjs --recheck */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { isAccessPackageError } from 'entra-access-packages';
import { openClient } from './client.mjs';

const { CATALOG_ID = '66584aae-98bb-48cc-9458-7bee5d2a6577' } = process.env;
const UNSETTLED = 'unsettled.json';
const [argument = 'sales reps'] = process.argv.slice(2);
const client = await openClient();

try {
  const { outcome, accessPackage } =
    argument === '--recheck'
      ? await client.recheck(JSON.parse(await readFile(UNSETTLED, 'utf8')))
      : await client.create({ displayName: argument, catalog: { id: CATALOG_ID } });
  if (argument === '--recheck') await rm(UNSETTLED);
  console.log(`${outcome}: ${accessPackage?.id ?? 'you may create it again'}`);
} catch (error) {
  if (!isAccessPackageError(error)) throw error;
  const { code, message, cause } = error;
  console.error(cause instanceof Error ? `${code}: ${message} (${cause.message})` : `${code}: ${message}`);
  process.exitCode = 1;
  if ('ticket' in error && error.ticket) {
    await writeFile(UNSETTLED, JSON.stringify(error.ticket));
    console.error('It may have been created. Do not create it again; run: node create.mjs --recheck');
  }
}
