/** The reports of the public types, one for each entry, by API Extractor. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ENTRIES } from '../build/types.mjs';
import { inRoot } from '../lib/paths.mjs';

// The workspace package that asks for it: nothing else does.
const { Extractor, ExtractorConfig } = createRequire(inRoot('tests', 'api', 'package.json'))(
  '@microsoft/api-extractor',
);

/** The entries that have types. */
export const TYPED_ENTRIES = Object.keys(ENTRIES);

/** Where the report of an entry is kept. */
export const reportFile = (entry) => inRoot('pkg', 'api', `${entry}.api.md`);

/**
 * Makes the report of an entry from what was built.
 *
 * @param {string} entry
 * @returns {{ text: string, problems: string[] }} `problems`: what is wrong with the types themselves
 */
export function makeReport(entry) {
  const folder = inRoot('target', 'api');
  mkdirSync(folder, { recursive: true });
  const types = inRoot('pkg', 'dist', `${entry}.d.ts`);
  const compilerOptions = {
    ...{ target: 'es2022', module: 'esnext', moduleResolution: 'bundler' },
    ...{ strict: true, lib: ['es2023', 'dom', 'dom.iterable'], types: [] },
  };
  const reportFileName = `${entry}.api.md`;
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: inRoot('pkg'),
      mainEntryPointFilePath: types,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions, files: [types] } },
      apiReport: { enabled: true, reportFileName, reportFolder: folder, reportTempFolder: `${folder}/temp` },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: {
          default: { logLevel: 'error' },
          // Nothing here has a release tag.
          'ae-missing-release-tag': { logLevel: 'none' },
        },
        tsdocMessageReporting: { default: { logLevel: 'error' } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: inRoot('pkg', 'package.json'),
  });
  const problems = [];
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback(message) {
      message.handled = true;
      if (message.category !== 'console' && message.logLevel === 'error') {
        problems.push(`${message.messageId}: ${message.text}`);
      }
    },
  });
  return { text: readFileSync(`${folder}/${reportFileName}`, 'utf8'), problems };
}
