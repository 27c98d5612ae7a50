import type { Browser } from 'playwright-core'
import { launchChromium, viewComplete } from '../../support/node/chromium'
import { bestAndMedian } from '../stopwatch'
import type { BenchWorld } from '../sync/world'
import { table } from '../table'
import type { BenchWorker } from './workers'

const ROUNDS = 7
/** Milliseconds added to each call of the database. */
const LATENCY = 20
/** Milliseconds until the first view is complete, and requests of the API until then. */
const MOST = { milliseconds: 1_000, requests: 4 }

/** Measures the first view of the page in Chromium, each time with an empty cache. */
export async function pageView({ meter }: BenchWorld, ours: BenchWorker) {
  const browser = await launchChromium()
  meter.latency = LATENCY
  try {
    const views = []
    for (let round = 0; round <= ROUNDS; round++) views.push(await firstView(browser, ours))
    // The first view warms up the browser and the Worker.
    const { best, median } = bestAndMedian(views.slice(1).map(({ took }) => took))
    const requests = Math.max(...views.map(({ paths }) => paths.length))
    const rows = [
      ['', 'requests', 'ms best', 'ms median'],
      ['overview', requests, best.toFixed(0), median.toFixed(0)],
    ]
    const title = `First view of the page in Chromium, ${LATENCY} ms a call (at most ${MOST.milliseconds} ms and ${MOST.requests} requests)`
    const isGood = best <= MOST.milliseconds && requests <= MOST.requests
    return { text: table(title, rows), isGood }
  } finally {
    meter.latency = 0
    await browser.close()
  }
}

async function firstView(browser: Browser, { url, token }: BenchWorker) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const paths: string[] = []
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url())
    if (pathname.startsWith('/api/')) paths.push(`${pathname}${search}`)
  })
  const begun = performance.now()
  await page.goto(`${url}/#token=${token}`)
  await viewComplete(page)
  await page.locator('main svg').first().waitFor()
  const took = performance.now() - begun
  await context.close()
  return { took, paths }
}
