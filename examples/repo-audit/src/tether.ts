// Loaded into the server that the demo starts: if the demo is killed it cannot stop anybody, and the server would stay.
if (process.channel) {
  const end = () => process.emit('SIGTERM', 'SIGTERM')
  process.once('disconnect', end)
  process.channel.unref()
}
