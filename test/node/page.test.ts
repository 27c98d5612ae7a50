import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PAGE_BUDGET, type PageSizes, writePage } from '../../src/local/build/page'

const folder = mkdtempSync(join(tmpdir(), 'legbook-page-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the build of the page', () => {
  let sizes: PageSizes

  beforeAll(async () => {
    await writePage(folder)
    // A second build leaves no file of the first.
    sizes = await writePage(folder)
  })

  it('keeps its budget', () => {
    expect(sizes.script).toBeLessThanOrEqual(PAGE_BUDGET.script)
    expect(sizes.style).toBeLessThanOrEqual(PAGE_BUDGET.style)
  })

  it.each([
    ['script', { ...PAGE_BUDGET, script: 1000 }],
    ['style', { ...PAGE_BUDGET, style: 1000 }],
  ])('fails when the %s is above its budget', async (kind, budget) => {
    await expect(writePage(join(folder, 'other'), budget)).rejects.toThrow(
      `The ${kind} of the page is larger than its budget`,
    )
  })

  it('writes a document whose script and style sheet are files of their own', async () => {
    const html = await readFile(join(folder, 'index.html'), 'utf8')
    expect(html).not.toMatch(/<style|style=|<script(?![^>]* src=)|%[A-Z]+%| on[a-z]+=/)
    const linked = [...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, path]) => path)
    const written = await readdir(folder, { recursive: true })
    expect(linked.length).toBe(3)
    expect(written).toEqual(expect.arrayContaining(linked))
    expect(await readdir(join(folder, 'assets'))).toHaveLength(2)
  })

  it('brings no debugging code into the script', async () => {
    const [name = ''] = (await readdir(join(folder, 'assets'))).filter((one) => one.endsWith('.js'))
    const script = await readFile(join(folder, 'assets', name), 'utf8')
    expect(script).not.toMatch(/console\.(log|warn|error)|sourceMappingURL|new Function|\beval\(/)
  })
})
