// docxtemplater: one document per letter, a new zip and a new template each, deflate 6, JIT warm.
// node docxtemplater.js TEMPLATE DATA.json FOLDER
const fs = require("fs");
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");
const [, , template, data, folder] = process.argv;
const letters = JSON.parse(fs.readFileSync(data));
const content = fs.readFileSync(template, "binary");
function write(letter, name) {
  const document = new Docxtemplater(new PizZip(content), { paragraphLoop: true, linebreaks: true });
  document.render(letter);
  const options = { type: "nodebuffer", compression: "DEFLATE", compressionOptions: { level: 6 } };
  fs.writeFileSync(`${folder}/${name}.docx`, document.getZip().generate(options));
}
for (let rank = 0; rank < 20; rank++) write(letters[rank % letters.length], "warm-up");
const start = process.hrtime.bigint();
const cpu = process.cpuUsage();
letters.forEach((letter, rank) => write(letter, `letter-${rank}`));
const wall = Number(process.hrtime.bigint() - start) / 1e9;
console.log(JSON.stringify({ wall, user: process.cpuUsage(cpu).user / 1e6 }));
