import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { documentedRoutes } from '../../api/app'
import { REFERENCE_FOLDER, type ReferenceFile } from '../../api/docs/handlers'
import { openApiDocument } from '../../api/reference/openapi'
import { referencePage } from '../../api/reference/page'

/** Writes the reference that the Worker serves into a folder of static assets. */
export async function writeReference(folder: string): Promise<void> {
  const document = openApiDocument(documentedRoutes())
  const files: Record<ReferenceFile, string> = {
    'openapi.json': JSON.stringify(document),
    'docs.html': referencePage(document),
  }
  const own = join(folder, REFERENCE_FOLDER)
  await mkdir(own, { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(own, name), text)
}
