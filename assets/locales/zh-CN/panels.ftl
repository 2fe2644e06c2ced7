# panels. 键与 en/panels.ftl 一一对应, 由测试检查.
