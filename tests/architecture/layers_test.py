#!/usr/bin/env python3
"""The layer table's own cases: a bad include is caught, a good one is not."""

import unittest

from layers import Tree

QT = {"QString": "QtCore", "QImage": "QtGui", "QWidget": "QtWidgets", "QTest": "QtTest"}


def wrong(files):
    """What is wrong with a tree of {path: lines of it}."""
    return [f"{path}:{line}: {what}" for path, line, what in Tree(files, QT.get).violations()]


class Layers(unittest.TestCase):
    def assert_caught(self, files, where, word):
        found = wrong(files)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(where), found)
        self.assertIn(word, found[0])

    def test_a_good_tree_passes(self):
        self.assertEqual(wrong({
            "model/kernels/safu/safu.h": "#include <ATen/ATen.h>",
            "model/inference/engine.h": "#include <memory>",
            "model/inference/engine.cpp": '#include "model/kernels/safu/safu.h"',
            "core/labels/label_map.h": "#include <QString>",
            "core/jobs/render.h": '#include "core/labels/label_map.h"',
            "core/jobs/render.cpp": '#include "core/jobs/render.h"\n'
                                    '#include "model/inference/engine.h"',
            "ui/canvas/canvas.cpp": '#include <QWidget>\n#include "core/jobs/render.h"\n'
                                    '#include "canvas.moc"',
            "app/main.cpp": '#include "model/inference/engine.h"',
        }), [])

    def test_model_knows_no_qt(self):
        self.assert_caught({"model/inference/engine.h": "\n#include <QImage>"},
                           "model/inference/engine.h:2:", "QtGui")

    def test_kernels_and_networks_know_no_opencv_and_no_json(self):
        self.assert_caught({"model/kernels/a.cpp": "#include <opencv2/core.hpp>"},
                           "model/kernels/a.cpp:1:", "opencv")
        self.assert_caught({"model/networks/a.cpp": "#include <nlohmann/json.hpp>"},
                           "model/networks/a.cpp:1:", "json")

    def test_kernels_do_not_know_networks(self):
        self.assert_caught({"model/kernels/a.cpp": '#include "model/networks/b.h"',
                            "model/networks/b.h": ""},
                           "model/kernels/a.cpp:1:", "model/networks/b.h")

    def test_core_knows_no_libtorch_and_no_widgets(self):
        self.assert_caught({"core/labels/a.cpp": "#include <torch/torch.h>"},
                           "core/labels/a.cpp:1:", "torch")
        self.assert_caught({"core/labels/a.h": "#include <QWidget>"},
                           "core/labels/a.h:1:", "QtWidgets")
        self.assert_caught({"core/labels/a.h": "#include <QtWidgets/QWidget>"},
                           "core/labels/a.h:1:", "QtWidgets")

    def test_core_does_not_know_its_jobs_nor_model(self):
        files = {"core/jobs/b.h": "", "model/inference/c.h": ""}
        self.assert_caught({"core/labels/a.h": '#include "core/jobs/b.h"', **files},
                           "core/labels/a.h:1:", "only core/jobs")
        self.assert_caught({"core/labels/a.cpp": '#include "model/inference/c.h"', **files},
                           "core/labels/a.cpp:1:", "may not include")

    def test_jobs_meet_model_in_cpp_only_and_without_libtorch(self):
        self.assert_caught({"core/jobs/a.h": '#include "model/inference/b.h"',
                            "model/inference/b.h": ""},
                           "core/jobs/a.h:1:", "header of core/jobs")
        self.assert_caught({"core/jobs/a.cpp": '#include "model/inference/b.h"',
                            "model/inference/b.h": '#include "model/networks/c.h"',
                            "model/networks/c.h": "#include <torch/torch.h>"},
                           "core/jobs/a.cpp:1:", "brings LibTorch")

    def test_ui_knows_no_model(self):
        self.assert_caught({"ui/canvas/a.cpp": '#include "model/inference/b.h"',
                            "model/inference/b.h": ""},
                           "ui/canvas/a.cpp:1:", "model/inference/b.h")

    def test_includes_are_written_from_the_root(self):
        self.assert_caught({"core/labels/a.cpp": '#include "a.h"', "core/labels/a.h": ""},
                           "core/labels/a.cpp:1:", "from its root")

    def test_unknown_libraries_and_folders_are_named(self):
        self.assert_caught({"core/labels/a.cpp": "#include <boost/any.hpp>"},
                           "core/labels/a.cpp:1:", "boost/any.hpp")
        self.assert_caught({"extra/a.cpp": ""}, "extra/a.cpp:1:", "no layer")

    def test_rooms_do_not_include_one_another(self):
        self.assert_caught({"core/a/x.h": '#include "core/b/y.h"',
                            "core/b/y.h": "",
                            "core/b/z.h": '#include "core/c/w.h"',
                            "core/c/w.h": '#include "core/a/v.h"',
                            "core/a/v.h": ""},
                           "core/a/x.h:1:", "core/a -> core/b -> core/c -> core/a")


if __name__ == "__main__":
    unittest.main()
