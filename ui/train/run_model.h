// The runs as a table.
#pragma once

#include <QAbstractTableModel>

#include "core/jobs/training/training_service.h"

namespace tessera::ui {

class RunModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, State, Steps, Left, Distance, ColumnCount };

    explicit RunModel(const TrainingService& service, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    QString nameAt(int row) const;
    int rowOf(const QString& name) const;  ///< -1: none

private:
    void adopt();
    QString text(const TrainingRun& run, int column) const;

    const TrainingService& service_;
    QList<TrainingRun> runs_;
};

/// "40 s", "12 min", "1 h 12 m", "14 h".
QString durationText(double seconds);

/// "18 400"
QString countText(qint64 count);

}  // namespace tessera::ui
