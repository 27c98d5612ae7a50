import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

/** One migration of the `drizzle` folder: its statements run in one transaction. */
export interface Migration {
  tag: string
  hash: string
  when: number
  statements: string[]
}

const journalSchema = z.object({
  entries: z.array(z.object({ tag: z.string(), when: z.number() })),
})

const projectFolder = fileURLToPath(new URL('../../../drizzle', import.meta.url))

/** Reads the migrations in the order of drizzle-kit's journal. */
export function readMigrations(folder: string = projectFolder): Migration[] {
  const journal = journalSchema.parse(
    JSON.parse(readFileSync(`${folder}/meta/_journal.json`, 'utf8')),
  )
  return journal.entries.map(({ tag, when }) => {
    const text = readFileSync(`${folder}/${tag}.sql`, 'utf8')
    return {
      tag,
      when,
      hash: createHash('sha256').update(text).digest('hex'),
      statements: text
        .split('--> statement-breakpoint')
        .map((statement) => statement.trim())
        .filter((statement) => statement !== ''),
    }
  })
}
