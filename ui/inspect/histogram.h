// How many pixels have which value.
#pragma once

#include <QString>
#include <QWidget>
#include <cstdint>
#include <vector>

namespace tessera::ui {

class Histogram : public QWidget {
    Q_OBJECT

public:
    explicit Histogram(QWidget* parent = nullptr);

    /// Equal bins from 0 to 1.
    void setBins(const std::vector<qint64>& bins, const QString& name);

    QSize sizeHint() const override { return {160, 56}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<qint64> bins_;
    QString name_;
};

}  // namespace tessera::ui
