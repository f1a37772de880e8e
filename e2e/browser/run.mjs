// Uses the pages as people do: an administrator in the sandbox's settings and on the Connect page, in Chromium.
//
//   node run.mjs --base-url URL --api-key KEY --account-id ID --sandbox-url URL --connect-url URL \
//     --chromium PROGRAM --client-id ID --client-secret SECRET
//
// Prints TAP; ends with status 0 if every check has passed. With --screenshots FOLDER it leaves pictures there.

import { run } from "../tap.mjs";
import { changes } from "./changes.mjs";
import { company } from "./company.mjs";
import { hosted } from "./connect.mjs";
import { embedded } from "./embed.mjs";
import { dialog } from "./dialog.mjs";
import { browser } from "./kit.mjs";

await run({ ...dialog, ...company, ...changes, ...hosted, ...embedded })
  .then((failed) => {
    process.exitCode = failed > 0 ? 1 : 0;
  })
  .finally(() => browser.close());
