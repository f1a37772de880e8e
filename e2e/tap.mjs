// A minimal TAP printer: each check runs even if another has failed, and the last line counts them.

import assert from "node:assert/strict";

/** One bad row explains as much as a hundred. */
const MOST_LINES = 12;

/** Thrown by a check that has nothing to look at here. */
class Skip extends Error {}

/** Ends the running check as skipped. */
export function skip(reason) {
  throw new Skip(reason);
}

/** Runs named checks one after the other; answers how many have failed. */
export async function run(checks, print = (line) => process.stdout.write(`${line}\n`)) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  print("TAP version 13");
  for (const [at, [name, check]] of Object.entries(checks).entries()) {
    const start = performance.now();
    const line = `${at + 1} - ${name}`;
    try {
      await check();
      counts.passed += 1;
      print(`ok ${line} # ${Math.round(performance.now() - start)} ms`);
    } catch (error) {
      if (error instanceof Skip) {
        counts.skipped += 1;
        print(`ok ${line} # SKIP ${error.message}`);
        continue;
      }
      counts.failed += 1;
      print(`not ok ${line}`);
      for (const text of explain(error)) print(`  # ${text}`);
    }
  }
  print(`1..${Object.keys(checks).length}`);
  print(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed;
}

/** What is worth knowing of an error: the client's own errors carry the answer, or what was wrong with it. */
function explain(error) {
  const lines = [`${error?.name}: ${error?.message}`];
  if (error?.statusCode) lines.push(`status ${error.statusCode}, body ${String(error.body).slice(0, 500)}`);
  if (typeof error?.pretty === "function") lines.push(error.pretty());
  else if (error?.cause) lines.push(`cause: ${error.cause?.message ?? error.cause}`);
  const place = String(error?.stack ?? "").split("\n").find((it) => it.includes("run.mjs"));
  if (place) lines.push(place.trim().replace(/\(?file:\/\/.*\//, ""));
  const all = lines.flatMap((it) => it.split("\n"));
  return all.length > MOST_LINES ? [...all.slice(0, MOST_LINES), "…"] : all;
}

/** Refuses unless the call fails with this class of the client's typed errors and this status. */
export async function refused(call, kind, status) {
  let error;
  try {
    await call();
  } catch (caught) {
    error = caught;
  }
  assert.ok(error, "the call was answered, but should have been refused");
  if (!(error instanceof kind)) throw error;
  assert.equal(error.statusCode, status);
  assert.ok(error.message.length > 0, "the error has no message");
  assert.ok(error.timestamp instanceof Date, "the error has no time");
}
