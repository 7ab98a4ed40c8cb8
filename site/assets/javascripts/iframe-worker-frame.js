// Runs inside the frame that iframe-worker.js opens: the three things that a worker has and a page has not.
// From iframe-worker 1.0.4, shim/index.js (MIT, see iframe-worker.LICENSE.txt).
"use strict";
{
  const filename = document.currentScript.dataset.worker;
  // The search looks for its other files beside the first script that it finds here; that must be its own.
  document.currentScript.remove();
  self.postMessage = (message, target) => parent.postMessage(message, target || "*");
  self.importScripts = (...urls) =>
    urls.reduce(
      (before, url) =>
        before.then(
          () =>
            new Promise((resolve) => {
              const script = document.createElement("script");
              script.src = url;
              script.onload = resolve;
              document.body.appendChild(script);
            }),
        ),
      Promise.resolve(),
    );
  addEventListener("error", ({ error }) => parent.dispatchEvent(new ErrorEvent("error", { filename, error })));
}
