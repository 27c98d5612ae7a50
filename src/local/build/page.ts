import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { transform } from 'esbuild'
import { rolldown } from 'rolldown'
import { projectFolder } from '../start/project'

/** The largest gzipped sizes of the page, in bytes. */
export const PAGE_BUDGET = { script: 45_000, style: 6_000 }

/** Gzipped sizes of the page, in bytes. */
export type PageSizes = typeof PAGE_BUDGET

const source = join(projectFolder, 'src/page')

/**
 * Writes the page into a folder of static assets: one script, one style sheet, the document, and
 * the files of `src/page/static`. The names of script and style sheet contain a hash of their
 * content, so that browsers keep them for ever.
 * @throws Error when the script or the style sheet is larger than its budget.
 */
export async function writePage(folder: string, budget = PAGE_BUDGET): Promise<PageSizes> {
  const [script, style, document] = await Promise.all([
    bundleScript(),
    minifyStyle(),
    readFile(join(source, 'index.html'), 'utf8'),
  ])
  const sizes = { script: gzipSync(script).length, style: gzipSync(style).length }
  requireBudget(sizes, budget)
  // Assets of an earlier build have other names.
  await rm(join(folder, 'assets'), { recursive: true, force: true })
  await mkdir(join(folder, 'assets'), { recursive: true })
  await cp(join(source, 'static'), folder, { recursive: true })
  const scriptPath = `assets/page-${hashOf(script)}.js`
  const stylePath = `assets/page-${hashOf(style)}.css`
  await Promise.all([
    writeFile(join(folder, scriptPath), script),
    writeFile(join(folder, stylePath), style),
    writeFile(
      join(folder, 'index.html'),
      document.replace('%SCRIPT%', `/${scriptPath}`).replace('%STYLE%', `/${stylePath}`),
    ),
  ])
  return sizes
}

async function bundleScript(): Promise<string> {
  const bundle = await rolldown({
    input: join(source, 'main.tsx'),
    cwd: projectFolder,
    platform: 'browser',
    tsconfig: join(source, 'tsconfig.json'),
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  })
  try {
    const { output } = await bundle.generate({ format: 'esm', minify: true })
    const [{ code }, ...others] = output
    if (others.length > 0) throw new Error(`The page has ${output.length} chunks instead of one.`)
    return code
  } finally {
    await bundle.close()
  }
}

async function minifyStyle(): Promise<string> {
  const style = await readFile(join(source, 'style.css'), 'utf8')
  const { code } = await transform(style, { loader: 'css', minify: true, target: 'esnext' })
  return code
}

function requireBudget(sizes: PageSizes, budget: PageSizes): void {
  for (const kind of ['script', 'style'] as const) {
    if (sizes[kind] <= budget[kind]) continue
    throw new Error(
      `The ${kind} of the page is larger than its budget: ${sizes[kind]} of ${budget[kind]} bytes gzipped.`,
    )
  }
}

const hashOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12)
