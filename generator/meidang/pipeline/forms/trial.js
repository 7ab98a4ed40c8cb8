// The trial's part of the forms: it says which version of a record was opened, so that nobody overwrites another's
// change unseen, and tells in whole sentences what came of saving; Decap shows one line for a few seconds.
(() => {
  "use strict";

  const API = "/api/v1";
  const opened = new Map();
  const send = window.fetch.bind(window);

  // Decap would first ask to log in, with a button that asks for nothing.
  window.localStorage.setItem("decap-cms-user", JSON.stringify({ backendName: "proxy" }));

  window.fetch = async (address, options) => {
    const question = address === API && options ? JSON.parse(options.body) : null;
    if (!question) return send(address, options);
    if (question.action === "persistEntry") {
      window.MEIDANG_NOTE.hide();
      for (const one of question.params.dataFiles) one.base = opened.get(one.path) || "";
      options = { ...options, body: JSON.stringify(question) };
    }
    const response = await send(address, options);
    hear(question, await response.clone().json().catch(() => ({})), response.ok);
    return response;
  };

  // What the record should say of the change: filled into its form, to be looked at and saved. Who has gone on to another
  // record is led back first, so that it is not registered there.
  function offered(upkeep) {
    if (!upkeep) return null;
    const home = window.location.hash;
    const go = () => {
      if (window.location.hash !== home) {
        // Why by way of the list: Decap puts no record in the place of another.
        window.addEventListener("hashchange", () => setTimeout(() => { window.location.hash = home; }), { once: true });
        window.location.hash = home.replace(/\/entries\/.*/, "");
        return;
      }
      window.MEIDANG_NOTE.hide();
      window.dispatchEvent(new CustomEvent("md-register", { detail: upkeep }));
    };
    return { lead: '内容有变化、不只是改错字的，点一下登记，看过以后再保存一次：', text: upkeep.words, go };
  }

  function hear(question, answer, isDone) {
    if (question.action === "getEntry" && isDone && answer.file) {
      opened.set(answer.file.path, answer.file.id || "");
    } else if (question.action === "persistEntry" && isDone) {
      for (const [path, id] of Object.entries(answer.ids)) opened.set(path, id);
      window.MEIDANG_NOTE.show({
        title: !answer.changed.length ? "没有改动" : answer.is_grave ? "已保存，但有新的问题要处理" : "已保存",
        text: answer.changed.length ? "档案里的文件已经写好。" : "和档案里的一样，文件保持原样。",
        tone: answer.is_grave ? "heed" : "done",
        offer: offered(answer.upkeep),
        lists: [
          ["这次改了：", answer.changed],
          ["检查新发现（已经保存，请尽快处理）：", answer.coming],
          ["另外：", answer.remarks],
          ["原来就有，内容变了：", answer.altered],
          ["检查不再提示：", answer.going],
          ["档案里别处有数据错误，改好以前网页不更新：", answer.elsewhere],
        ],
        page: answer.page,
      });
    } else if (!isDone) {
      const listed = answer.sentences || [];
      const why = answer.error || "服务没有回答，请看终端";
      const text = listed.length ? "档案没有改动。请照下面改好，再点一次保存：" : `${why}。档案没有改动。`;
      window.MEIDANG_NOTE.show({ title: "没有保存", text, tone: "wrong", lists: [["", listed]] });
    }
  }
})();
