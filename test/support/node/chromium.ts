import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser']

/** Launches the Chromium of the machine; CHROMIUM names another one. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: executable(), args: ['--no-sandbox'] })
}

function executable(): string {
  const found = [process.env.CHROMIUM, ...CANDIDATES].find((path) => path && existsSync(path))
  if (!found) throw new Error('No Chromium: install the package chromium, or set CHROMIUM.')
  return found
}

/** Waits until nothing on the page of the product is loading. */
export async function viewComplete(page: Page): Promise<void> {
  await page.locator('main').waitFor()
  await page.locator('.waiting, [aria-busy]').first().waitFor({ state: 'detached' })
}
