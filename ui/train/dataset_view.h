// What a folder of pictures holds, as it is found out.
#pragma once

#include <QWidget>

#include "core/jobs/training/dataset_inspector.h"

class QLabel;

namespace tessera::ui {

class ShareBars;

class DatasetView : public QWidget {
    Q_OBJECT

public:
    explicit DatasetView(QWidget* parent = nullptr);

    /// A report of nothing says what is expected.
    void show(const DatasetReport& report);

private:
    QString summary(const DatasetReport& report) const;

    QLabel* summary_;
    ShareBars* shares_;
    QLabel* problems_;
};

}  // namespace tessera::ui
