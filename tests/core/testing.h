// What the tests of the core share.
#pragma once

#include <QColor>
#include <QImage>
#include <QRegularExpression>
#include <QString>
#include <QTest>
#include <stdexcept>

#include "core/palette/palette.h"

namespace tessera::testing {

/// The message of what `call` throws; empty when it throws nothing.
template <class Call>
QString messageOf(Call call) {
    try {
        call();
    } catch (const std::runtime_error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

/// A picture of one colour.
inline QImage filled(QSize size, const QColor& color) {
    QImage image(size, QImage::Format_RGB888);
    image.fill(color);
    return image;
}

/// A palette of `size` classes with ids 0 .. size-1, names c0 .. and colours that all differ.
inline Palette numbered(int size, int voidId = 65000) {
    std::vector<PaletteClass> classes;
    for (int i = 0; i < size; ++i) {
        const QColor color(40 + i % 200, 7 * i % 256, 255 - i / 200);
        classes.push_back({i, QStringLiteral("c%1").arg(i), color, true, {}});
    }
    return Palette(QStringLiteral("numbered"), {}, {}, voidId, std::move(classes));
}

}  // namespace tessera::testing

/// Holds when `expression` throws one line that contains `part`.
#define QVERIFY_THROWS(expression, part)                                                    \
    do {                                                                                    \
        const QString message_ = tessera::testing::messageOf([&] { (void)(expression); });  \
        QVERIFY2(message_.contains(part), qPrintable(QStringLiteral("said: ") + message_)); \
        QVERIFY2(!message_.contains(QLatin1Char('\n')), qPrintable(message_));              \
    } while (false)
