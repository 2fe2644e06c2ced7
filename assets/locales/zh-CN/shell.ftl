# shell. 键与 en/shell.ftl 一一对应, 由测试检查.
