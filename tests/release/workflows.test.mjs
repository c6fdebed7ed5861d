/** The workflows: valid by their schema, pinned, and with no more rights than each job needs. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as validator from '@action-validator/core';
import { parse } from 'yaml';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { compareVersions } from '../../scripts/release/places.mjs';

const FOLDER = inRoot('.github', 'workflows');
const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
const workflows = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(`${FOLDER}/${name}`, 'utf8');
  return { name, text, workflow: parse(text) };
});
const release = workflows.find(({ name }) => name === 'release.yml').workflow;

test('the validator refuses what is no workflow', () => {
  assert.notDeepEqual(validator.validateWorkflow('on: push\njobs: { a: { steps: 1 } }').errors, []);
});

for (const { name, text, workflow } of workflows) {
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test(`${name} is a workflow`, () => assert.deepEqual(validator.validateWorkflow(text).errors, []));

  test(`${name}: actions are pinned by commit, with the version beside it`, () => {
    for (const [, used] of text.matchAll(/\buses: *(.+)/g)) {
      assert.match(used, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test(`${name}: nothing is allowed that a job does not ask for, and no text of others is put into a shell`, () => {
    assert.deepEqual(workflow.permissions, { contents: 'read' });
    for (const { run } of steps) assert.doesNotMatch(run ?? '', /\$\{\{/);
    for (const { uses, with: options } of steps) {
      if (uses?.startsWith('actions/checkout@')) assert.equal(options['persist-credentials'], false);
    }
  });

  test(`${name}: the commands that it runs exist`, () => {
    for (const { run } of steps) {
      for (const [, script] of (run ?? '').matchAll(/^npm (?:run )?(test|version|sbom)\b/gm))
        assert.ok(scripts[script], script);
    }
  });
}

test('a tag is checked and tested before it is packed, and packed before it is published', () => {
  assert.deepEqual(release.on, { push: { tags: ['v*'] } });
  const runs = release.jobs.build.steps.map(({ run }) => run).filter(Boolean);
  assert.match(runs[0], /^npm run version -- --tag "\$GITHUB_REF_NAME"$/);
  assert.equal(runs[1], 'npm test');
  assert.ok(runs.findIndex((run) => run.includes('npm pack')) > 1);
  assert.equal(release.jobs.publish.needs, 'build');
});

test('only the job that publishes can prove who it is, and it runs nothing of the repository', () => {
  const withToken = Object.entries(release.jobs).filter(([, { permissions }]) => permissions?.['id-token']);
  assert.deepEqual(
    withToken.map(([name]) => name),
    ['publish'],
  );
  const { environment, permissions, steps } = release.jobs.publish;
  assert.deepEqual(permissions, { 'id-token': 'write' });
  assert.equal(environment, 'npm');
  assert.ok(steps.every(({ uses }) => !uses?.startsWith('actions/checkout@')));
  assert.match(steps.at(-1).run, /npm publish .*--provenance/);
});

test('it has the Node and the npm that trusted publishing needs', () => {
  const { steps } = release.jobs.publish;
  const node = steps.find(({ uses }) => uses?.startsWith('actions/setup-node@')).with['node-version'];
  assert.ok(Number(node) > 22, `Node ${node}`);
  const npm = steps.map(({ run }) => run?.match(/^npm install --global npm@(\S+)$/)?.[1]).find(Boolean);
  assert.ok(compareVersions(npm, '11.5.1') >= 0, `npm ${npm}`);
});
