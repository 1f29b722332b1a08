// Blocks on standard input, HTML on standard output: {"title", "when", "blocks", "frame": "message" | "modal" | "home", …}.
import fs from "node:fs";
import { createRequire } from "node:module";
import React from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Message } from "slack-blocks-to-jsx";

const css = fs.readFileSync(createRequire(import.meta.url).resolve("slack-blocks-to-jsx/dist/style.css"), "utf8");
const shown = JSON.parse(fs.readFileSync(0, "utf8"));
const face = "data:image/svg+xml," + encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36"><rect width="36" height="36" rx="6" fill="#1f5fa8"/>' +
  '<text x="18" y="24" font-family="sans-serif" font-size="18" font-weight="700" fill="#fff" text-anchor="middle">c</text></svg>');

// The library shows no beginning of a menu: it becomes its placeholder.
const begun = (value) => Array.isArray(value) ? value.map(begun) : value && typeof value === "object"
  ? Object.fromEntries(Object.entries({ ...value, ...(value.initial_option ? { placeholder: value.initial_option.text } : {}) })
      .map(([key, part]) => [key, begun(part)]))
  : value;

const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
const message = (one) => renderToStaticMarkup(
  React.createElement(Message, { blocks: begun(one.blocks), name: "crmbot", logo: face, time: new Date(one.when) }));

const frames = {
  message: (one) => `<div class=message>${message(one)}</div>`,
  home: (one) => `<div class=tabs><b>Home</b><span>Messages</span><span>About</span></div><div class="bare">${message(one)}</div>`,
  modal: (one) => `<div class=modal><h1>${escaped(one.title)}</h1><div class="bare">${message(one)}</div>` +
    `<footer><span>${escaped(one.close)}</span><span class=go>${escaped(one.submit)}</span></footer></div>`,
};

const own = `
body { margin: 0; background: #fff; width: 720px; font-family: Lato, "Helvetica Neue", Arial, sans-serif; color: #1d1c1d }
.message { padding: 12px 20px }
.bare { padding: 4px 20px }
.bare .slack_blocks_to_jsx--header, .bare section > .shrink-0:first-child { display: none !important }
.slack_blocks_to_jsx__input .text-small > p { display: none !important }
#slack_blocks_to_jsx section { max-width: 680px }
.tabs { display: flex; gap: 20px; padding: 12px 20px 0; border-bottom: 1px solid #ddd; font-size: 14px }
.tabs > * { padding-bottom: 8px } .tabs b { border-bottom: 2px solid #611f69 } .tabs span { color: #616061 }
.modal { width: 520px; margin: 20px auto; border: 1px solid #ccc; border-radius: 8px; box-shadow: 0 8px 32px #0003 }
.modal h1 { font-size: 20px; margin: 0; padding: 18px 20px 10px }
.modal footer { display: flex; justify-content: flex-end; gap: 12px; padding: 14px 20px; border-top: 1px solid #ddd }
.modal footer span { border: 1px solid #b5b4b5; border-radius: 4px; padding: 7px 14px; font-weight: 700; font-size: 14px }
.modal footer .go { background: #007a5a; border-color: #007a5a; color: #fff }
`;
process.stdout.write(`<!doctype html><meta charset=utf-8><style>${css}${own}</style><body>${shown.map((one) => frames[one.frame](one)).join("")}`);
