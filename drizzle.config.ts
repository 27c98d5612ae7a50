import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  // The views are no part of the index, because the Worker does not read them.
  schema: './src/db/schema/{index,views}.ts',
  out: './drizzle',
})
