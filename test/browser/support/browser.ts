import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import * as z from 'zod'
import { launchChromium, viewComplete } from '../../support/node/chromium'
import { TOKEN } from './server'

const SCREENSHOTS = fileURLToPath(new URL('../screenshots', import.meta.url))

export type Scheme = 'light' | 'dark'

/** How a page is opened. */
export interface OpenOptions {
  url: string
  path?: string
  width?: number
  scheme?: Scheme
  /** null opens it without a token. */
  token?: string | null
  timezoneId?: string
  /** Messages of the console that the test expects. */
  expected?: RegExp
  /** Called before the page is loaded, to intercept requests. */
  prepare?: (page: Page) => Promise<void>
}

/** An open page with what went wrong on it. */
export interface Opened {
  page: Page
  /** Errors of the console, violations of the policy, and exceptions. */
  problems: string[]
}

let browser: Browser
const contexts: { context: BrowserContext; problems: string[] }[] = []

/** Launches the browser for a file. After each test, no page may have had a problem. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    const all = contexts.splice(0)
    for (const { context } of all) await context.close()
    expect(all.flatMap(({ problems }) => problems)).toEqual([])
  })
}

/** Opens a page and waits until its view is complete. */
export async function open(options: OpenOptions): Promise<Opened> {
  const { url, path = '/', width = 1440, scheme = 'light', token = TOKEN, expected } = options
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 844 : 900 },
    colorScheme: scheme,
    locale: 'en-US',
    timezoneId: options.timezoneId ?? 'UTC',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  })
  const page = await context.newPage()
  const problems: string[] = []
  contexts.push({ context, problems })
  const note = (text: string) => {
    if (!expected?.test(text)) problems.push(text)
  }
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) note(message.text())
  })
  page.on('pageerror', (error) => note(String(error)))
  await options.prepare?.(page)
  await page.goto(`${url}${path}${token === null ? '' : `#token=${token}`}`)
  await viewComplete(page)
  return { page, problems }
}

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)

const axeResult = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
})

/**
 * Violations that axe-core finds on the page, each with its elements.
 * @param parts selectors of the parts to look at; without them, the whole page.
 */
export async function violations(page: Page, parts?: string[]): Promise<string[]> {
  await page.evaluate(axeSource)
  const where = parts ? JSON.stringify({ include: parts.map((part) => [part]) }) : ''
  const result: unknown = await page.evaluate(`axe.run(${where})`)
  return axeResult
    .parse(result)
    .violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

/** Keeps a picture of the page, to be looked at: the whole page, or what the window shows. */
export async function keepPicture(page: Page, name: string, fullPage = true): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage })
}
