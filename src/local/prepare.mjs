// Runs in `npm ci` and `npm install`, and makes the files that the first start needs. When it fails,
// the first start makes them.
try {
  const { register } = await import('tsx/esm/api')
  register()
  const [{ migratedSnapshot }, { localBuild }] = await Promise.all([
    import('./neon/snapshot.ts'),
    import('./build/local-build.ts'),
  ])
  await Promise.all([migratedSnapshot(), localBuild()])
} catch (error) {
  console.warn(`Nothing is prepared for the first npm start: ${error.message}`)
}
