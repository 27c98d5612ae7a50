import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/**
 * Stands in for npm: all commands succeed with three tests each, except the command whose words
 * hold $BREAK. That one fails in the way that $HOW names.
 */
const NPM = `#!/usr/bin/env bash
report=
for word in "$@"; do case $word in --outputFile.json=*) report=\${word#*=} ;; esac; done
write() { echo "{\\"numPassedTests\\":$1,\\"numFailedTests\\":$2,\\"testResults\\":[$3]}" >"$report"; }
if [ "$1" = audit ]; then echo '{"vulnerabilities":{}}'; exit; fi
case "$*" in
  *$BREAK*)
    case $HOW in
      'a failing test') write 2 1 ; exit 1 ;;
      'a file that does not load') write 2 0 '{"status":"failed","assertionResults":[]}'; exit 1 ;;
      'an error outside any test') write 2 0; exit 1 ;;
      'no report') exit 1 ;;
      'no tests') write 0 0; exit ;;
    esac
    exit 1 ;;
esac
[ -z "$report" ] || write 3 0
`

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ci-run-'))
  cpSync(fileURLToPath(new URL('../../.ci', import.meta.url)), join(folder, '.ci'), {
    recursive: true,
  })
  mkdirSync(join(folder, 'src'))
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'package-lock.json'), '{"packages":{}}')
  writeFileSync(join(folder, '.ci/with-postgres'), '#!/usr/bin/env bash\n"$@"\n')
  writeFileSync(join(folder, 'bin/npm'), NPM)
  writeFileSync(join(folder, 'bin/npx'), NPM)
  for (const name of ['npm', 'npx']) chmodSync(join(folder, 'bin', name), 0o755)
})

afterAll(() => rmSync(folder, { recursive: true }))

function run(BREAK: string, HOW = '') {
  const PATH = `${join(folder, 'bin')}:${process.env.PATH}`
  const { status, stdout } = spawnSync(join(folder, '.ci/run'), {
    encoding: 'utf8',
    env: { ...process.env, PATH, BREAK, HOW },
  })
  return { status, failures: stdout.match(/^FAIL/gm)?.length, last: stdout.split('\n').at(-2) }
}

describe('.ci/run', () => {
  it('counts each check and each test, and succeeds when nothing fails', () => {
    expect(run('nothing')).toEqual({ status: 0, failures: undefined, last: '27 passed, 0 failed' })
  })

  it.each([
    'ci',
    'typecheck',
    'lint',
    'db:check',
    'api:check',
    'api:lint',
    'wrangler deploy --dry-run',
  ])('fails when %s fails', (command) => {
    const { status, last } = run(command)
    expect(status).toBe(1)
    expect(last).toMatch(/^\d+ passed, [12] failed$/)
  })

  it.each([
    ['test -- test/architecture.test.ts', 'a failing test'],
    ['test -- --exclude', 'a failing test'],
    ['test:server', 'a failing test'],
    ['test:browser', 'a failing test'],
    ['test:long', 'a failing test'],
    ['test:long', 'a file that does not load'],
    ['test:long', 'an error outside any test'],
    ['test:long', 'no report'],
    ['test:long', 'no tests'],
  ])('fails when npm run %s has %s', (command, how) => {
    expect(run(command, how)).toMatchObject({
      status: 1,
      failures: 1,
      last: expect.stringMatching(/ 1 failed$/),
    })
  })
})
