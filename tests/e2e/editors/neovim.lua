-- Opens a file in Neovim with the server of the command line, and ends with code 0 once its finding, hover and symbols are there.
-- Called with: TOPO (executable), FILE, LINE and COLUMN (from 0) of the hover, WORD that the hover says.

local function wait(what, test)
  if vim.wait(30000, test, 50) then return end
  io.stderr:write('still not: ' .. what .. '\n')
  vim.cmd('cquit 1')
end

vim.filetype.add({ extension = { topo = 'topo' } })
vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.FILE))

local options = { name = 'topo', cmd = { vim.env.TOPO, 'lsp' }, root_dir = vim.fn.fnamemodify(vim.env.FILE, ':h') }
-- vim.lsp.start came with Neovim 0.8.
local client = vim.lsp.start and vim.lsp.start(options) or vim.lsp.start_client(options)
wait('a client', function() return vim.lsp.get_client_by_id(client) ~= nil end)
vim.lsp.buf_attach_client(0, client)

wait('the finding', function()
  for _, found in ipairs(vim.diagnostic.get(0)) do
    if tostring(found.code):match('^TOPO4') then return true end
  end
  return false
end)

local hover
local position = { line = tonumber(vim.env.LINE), character = tonumber(vim.env.COLUMN) }
local params = { textDocument = { uri = vim.uri_from_bufnr(0) }, position = position }
vim.lsp.buf_request(0, 'textDocument/hover', params, function(_, result)
  if result then hover = vim.inspect(result.contents) end
end)
wait('the hover', function() return hover ~= nil end)
if not hover:find(vim.env.WORD, 1, true) then
  io.stderr:write('the hover says: ' .. hover .. '\n')
  vim.cmd('cquit 1')
end

vim.cmd('qall!')
