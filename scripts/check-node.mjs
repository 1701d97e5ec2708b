// Run first by every npm script: without it an old Node stops with a syntax error in a TypeScript
// file. Plain JavaScript, so that an old Node can read it.
const needed = 24;
const found = Number(process.versions.node.split('.')[0]);

if (found < needed) {
  console.error(
    `node: ${process.versions.node} is not allowed; allowed: ${needed} or later. ` +
      'The npm package `node` brings it, but its install script has not run here: ' +
      'run `npm ci --ignore-scripts=false`, or put Node ' +
      `${needed} on your PATH.`,
  );
  process.exit(2);
}
