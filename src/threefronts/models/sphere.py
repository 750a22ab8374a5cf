"""
Distances on the Earth.
"""

import numpy as np

EARTH_RADIUS_KM = 6371.0088  # mean radius of the GRS 80 ellipsoid, (2a + b) / 3


def great_circle_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """
    Distance between two points on a sphere of the Earth's mean radius, km (haversine).

    Args:
        first, second: Latitude and longitude in degrees.
    """
    (lat_1, lon_1), (lat_2, lon_2) = np.radians(first), np.radians(second)
    half = np.sin((lat_2 - lat_1) / 2) ** 2 + np.cos(lat_1) * np.cos(lat_2) * np.sin((lon_2 - lon_1) / 2) ** 2
    return float(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)))
