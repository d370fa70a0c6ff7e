// The curves of the chosen run, and of the one it is compared with.
#pragma once

#include <QList>
#include <QWidget>

#include "core/jobs/training/run_table.h"

class QLabel;
class QSlider;
class QToolButton;

namespace tessera::ui {

class RunChart;

class ChartsSection : public QWidget {
    Q_OBJECT

public:
    explicit ChartsSection(QWidget* parent = nullptr);

    /// Folders of runs; `other` may be empty. Names are the folders'.
    void setRuns(const QString& run, const QString& other);
    /// Reads what is new.
    void update();

private:
    void addChart(const QString& term);
    void showRead(const QString& file);
    QList<QSharedPointer<const RunTable>> tables(const QString& run) const;
    void showCurves();
    void showNames();

    RunTables reader_;
    QString run_;
    QString other_;
    QList<RunChart*> charts_;
    QLabel* names_;
    QSlider* smoothing_;
    QToolButton* log_;
    QWidget* row_;
};

}  // namespace tessera::ui
