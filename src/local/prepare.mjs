// Run by `npm ci` and `npm install`: makes what the first start would wait for. A failure leaves that to the first start.
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
