// Every root script starts here, on whatever Node the machine has: it finds a Node that can run this code, installs the
// packages when they changed, and runs the file asked for. Old syntax on purpose, so that an old Node can read the refusal.
//
//   node scripts/bootstrap.mjs <file.ts> [arguments]     runs a file of this repository
//   node scripts/bootstrap.mjs --bin <name> [arguments]  runs a program of the installed packages
const version = process.versions.node

if (Number(version.split('.')[0]) < 20) {
  console.error(
    'Mission Control needs Node 20 or newer and this is Node ' +
      version +
      ': install a current one from https://nodejs.org and run the same command again.',
  )
  process.exit(1)
}

import('./bootstrap/main.mjs').then((bootstrap) => bootstrap.main(process.argv.slice(2)))
