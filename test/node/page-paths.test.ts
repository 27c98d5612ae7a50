import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readWorkerConfig } from '../../src/local/start/project'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

it('the paths that go to the page are its files and those of its views, and no others', () => {
  const views = [...read('src/page/app.tsx').matchAll(/ path: '(\/[a-z]*)'/g)].map(([, at]) => at)
  expect(views.length).toBeGreaterThan(5)
  const files = readdirSync(new URL('../../src/page/static', import.meta.url))
  const ofViews = views.flatMap((at) => (at === '/' ? [at] : [at, `${at}/*`]))
  const ofFiles = files.filter((name) => !name.startsWith('_')).map((name) => `/${name}`)
  const expected = ['/*', '/index.html', '/assets/*', ...ofViews, ...ofFiles]
  const paths = readWorkerConfig().assets.run_worker_first.map((path) => path.replace(/^!/, ''))
  expect(paths.toSorted()).toEqual(expected.toSorted())
})
