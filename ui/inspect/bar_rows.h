// Named numbers from 0 to 1 as bars, one below the other.
#pragma once

#include <QColor>
#include <QList>
#include <QString>
#include <QWidget>

namespace tessera::ui {

struct Bar {
    QString name;
    QColor color;
    double value = 0;  ///< 0 to 1
    QString text;      ///< of the value
};

class BarRows : public QWidget {
    Q_OBJECT

public:
    explicit BarRows(QWidget* parent = nullptr);

    void setBars(const QList<Bar>& bars);
    const QList<Bar>& bars() const { return bars_; }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QList<Bar> bars_;
};

}  // namespace tessera::ui
