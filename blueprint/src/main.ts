import { createApp } from './template/app';
import { extensions } from './extensions';
import { readImageVersions } from './template/image-versions';
import { service, template } from './template/service';

createApp({ service, template, imageVersions: readImageVersions(service), extensions });
