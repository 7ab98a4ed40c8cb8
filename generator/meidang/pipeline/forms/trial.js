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
      hide();
      for (const one of question.params.dataFiles) one.base = opened.get(one.path) || "";
      options = { ...options, body: JSON.stringify(question) };
    }
    const response = await send(address, options);
    hear(question, await response.clone().json().catch(() => ({})), response.ok);
    return response;
  };

  function hear(question, answer, isDone) {
    if (question.action === "getEntry" && isDone && answer.file) {
      opened.set(answer.file.path, answer.file.id || "");
    } else if (question.action === "persistEntry" && isDone) {
      for (const [path, id] of Object.entries(answer.ids)) opened.set(path, id);
      show("已保存", "档案里的文件已经写好。", [
        ["检查新发现（不影响保存，请尽快处理）：", answer.coming],
        ["检查不再提示：", answer.going],
        ["档案里别处有数据错误，改好以前网页不更新：", answer.elsewhere],
      ], answer.page);
    } else if (!isDone) {
      const listed = answer.sentences || [];
      const why = answer.error || "服务没有回答，请看终端";
      show("没有保存", listed.length ? "档案没有改动。请照下面改好，再点一次保存：" : `${why}。档案没有改动。`, [["", listed]]);
    }
  }

  // --- the note --------------------------------------------------------------------------------------------------

  let note = null;

  function hide() {
    if (note) note.remove();
    note = null;
  }

  function show(title, text, lists, page) {
    hide();
    const isDone = title === "已保存";
    note = element("section", "", {
      position: "fixed", zIndex: "100000", right: "16px", bottom: "16px", width: "min(30rem, calc(100vw - 32px))",
      maxHeight: "min(70vh, 36rem)", overflow: "auto", boxSizing: "border-box", padding: "16px 20px",
      background: "#fff", color: "#1f2328", border: `2px solid ${isDone ? "#1a7f37" : "#b42318"}`,
      borderRadius: "8px", boxShadow: "0 8px 30px rgba(0,0,0,.25)", font: "16px/1.6 system-ui, sans-serif",
    });
    note.id = "meidang-note";
    note.setAttribute("role", isDone ? "status" : "alert");
    note.tabIndex = -1;
    const heading = { margin: "0 0 4px", fontSize: "18px", fontWeight: "700", color: isDone ? "#1a7f37" : "#b42318" };
    note.append(element("h2", title, heading), element("p", text, { margin: "0" }));
    for (const [head, sentences] of lists) {
      if (!sentences || !sentences.length) continue;
      if (head) note.append(element("p", head, { margin: "10px 0 0", fontWeight: "600" }));
      const list = element("ul", "", { margin: "6px 0 0", paddingLeft: "1.3em", listStyle: "disc" });
      for (const sentence of sentences) list.append(element("li", sentence, { margin: "4px 0", overflowWrap: "anywhere" }));
      note.append(list);
    }
    const row = element("p", "", { margin: "14px 0 0", display: "flex", gap: "16px", alignItems: "center", flexWrap: "wrap" });
    if (page) {
      const link = element("a", "看这一页", { color: "#0b5cad", textDecoration: "underline" });
      link.href = page;
      // The pages are being made anew; the server answers when they are ready.
      link.addEventListener("click", () => { link.textContent = "网页正在更新，请稍等…"; });
      row.append(link);
    }
    const close = element("button", isDone ? "知道了" : "回去修改", {
      font: "inherit", padding: "6px 16px", borderRadius: "6px", border: "1px solid #57606a", background: "#f6f8fa",
      color: "#1f2328", cursor: "pointer",
    });
    close.type = "button";
    close.addEventListener("click", hide);
    row.append(close);
    note.append(row);
    document.body.append(note);
    if (!isDone) note.focus();
  }

  function element(name, text, style) {
    const made = document.createElement(name);
    made.textContent = text;
    Object.assign(made.style, style);
    return made;
  }
})();
