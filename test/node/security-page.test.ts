import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(`${root}.github/SECURITY.md`, 'utf8')
const rows = page.split('\n').filter((line) => line.startsWith('| **API'))

/** The tests that a row names: files, each with the titles behind it. */
const proofs = rows.flatMap((row) =>
  [...row.matchAll(/`(test\/[^`]+\.ts)`((?:[:,] "[^"]+")*)/g)].map(
    ([, file = '', titles = '']) => ({
      file,
      titles: [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => title),
    }),
  ),
)

describe('the page on safety', () => {
  it('walks through all ten risks, each with a proof', () => {
    expect(rows.map((row) => /API\d+/.exec(row)?.[0])).toEqual(
      Array.from({ length: 10 }, (_, i) => `API${i + 1}`),
    )
    for (const row of rows) expect(row).toMatch(/`test\/[^`]+\.test\.ts`/)
  })

  it.each(proofs)('names tests that there are: $file $titles', ({ file, titles }) => {
    expect(existsSync(`${root}${file}`)).toBe(true)
    const text = readFileSync(`${root}${file}`, 'utf8')
    for (const title of titles) expect(text).toContain(title)
  })
})
