# SPDX-License-Identifier: Apache-2.0
#
# Adds N flows, N answers and N cues to the folder of dialogs `folder`, for scripts/bench: awk -v N=… -v folder=… -f grow.awk
# The flows follow each other, so that every step is reached; `b1` is the first. Their ids share no stored number.
BEGIN {
    for (i = 1; i <= N; i++) {
        file = folder "/flows/grown-" i ".yaml"
        printf "version: 1\nflow: b%d\ntitle: %d\n\nsteps:\n  - id: told\n    say: 第 %d 件事，记下了。\n    next: %s\n", \
            i, i, i, (i < N ? "b" i + 1 : "start") > file
        close(file)
    }
    for (i = 1; i <= N; i++) {
        if (i % 500 == 1) {
            if (i > 1) close(file)
            file = folder "/answers/grown-" i ".yaml"
            print "version: 1\napproval: {scope: 全国, approver: 业务科, approved: 2026-09-01, expires: 2099-12-31}\n\nanswers:" > file
        }
        printf "  - id: 另%d\n    title: 第%d件事怎么办\n    cues:\n      - 另问%d号\n    examples: [第%d件事找谁, 问一下%d号的事, 办%d号]\n", \
            i, i, i, i, i, i > file
        printf "    text: 第 %d 件事，到窗口问。\n    basis:\n      - {act: 信访工作条例, article: 第三条}\n", i > file
    }
    file = folder "/cues/grown.yaml"
    print "version: 1\n\ngroups:\n  - topic: 其他_历史遗留问题\n    weight: 0.1\n    cues:" > file
    for (i = 1; i <= N; i++) printf "      - 另一桩%d号旧事\n", i > file
}
